import { languageLabel } from './language-label.js';

it.each([
  ['de', 'de'],
  ['deu', 'de'],
  ['pt-BR', 'pt'],
  ['zh_TW', 'zh'],
  ['cmn', 'zh'],
  ['nb', 'no'],
  ['nno', 'no'],
  ['zlm', 'ms'],
  ['pes', 'fa'],
  ['iw', 'he'],
  ['ckb', 'ku'],
  ['', 'und'],
  ['und', 'und'],
  ['no such language', 'und'],
])('%j is %j', (code, label) => {
  expect(languageLabel(code)).toBe(label);
});
