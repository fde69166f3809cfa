import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { signDocument } from '#core/records';
import { attribute, readAttributionInput } from './attribution-input.js';

const outcomeOf = (json: unknown) => {
  const input = readAttributionInput(json);
  if (!input.ok) return input.error;
  const values = attribute(input.value);
  return values.ok ? values.value : values.error;
};

describe('a truncated walk', () => {
  const walk = {
    method: 'shapley',
    players: ['a', 'b', 'c'],
    utilities: { '': 0, a: 1, b: 1, c: 1, 'a,b': 1, 'a,c': 1, 'b,c': 1, 'a,b,c': 1 },
    samples: 30,
    seed: 's',
    truncation: { tolerance: 0.5, burnIn: 0 },
  };

  it('needs no coalition that it does not come by', () => {
    const { a, b, c, ...pairs } = walk.utilities;
    const singles = { '': pairs[''], a, b, c, 'a,b,c': pairs['a,b,c'] };
    expect(outcomeOf({ ...walk, utilities: singles })).toEqual(outcomeOf(walk));
    expect(outcomeOf({ ...walk, utilities: pairs })).toMatchObject({
      reason: 'is missing: the walk comes by',
    });
  });

  it.each<[string, object, string]>([
    ['without samples', { samples: undefined }, '/truncation'],
    ['of random coalitions', { method: 'banzhaf' }, '/truncation'],
    ['with a stranger in a coalition', { utilities: { ...walk.utilities, x: 1 } }, '/utilities/x'],
    ['with a coalition twice', { utilities: { ...walk.utilities, 'b,a': 1 } }, '/utilities/b,a'],
    ['without tolerance', { truncation: { tolerance: 0, burnIn: 0 } }, '/truncation/tolerance'],
  ])('is refused %s', (_what, fields, path) => {
    expect(outcomeOf({ ...walk, ...fields })).toMatchObject({ path });
  });
});

describe('n-gram provenance', () => {
  const input = {
    method: 'ngram-provenance',
    players: ['a', 'b', 'c'],
    documents: [
      { player: 'a', text: 'alpha beta gamma delta' },
      { player: 'b', text: 'say alpha beta gamma' },
      { player: 'b', text: 'one two three four' },
    ],
    outputs: ['alpha beta gamma epsilon', 'then one two three four'],
    wordsMin: 3,
  };

  it('shares words among those that have them, exactly', () => {
    expect(outcomeOf(input)).toEqual({
      method: 'ngram-provenance',
      words: { all: 9, credited: 7 },
      values: [
        { player: 'a', value: 1.5, exact: '3/2' },
        { player: 'b', value: 5.5, exact: '11/2' },
        { player: 'c', value: 0, exact: '0/1' },
      ],
      efficiencyGap: 0,
    });
  });

  it('takes what too many have for nobody’s', () => {
    expect(outcomeOf({ ...input, sourcesMax: 1 })).toMatchObject({
      values: [{ exact: '0/1' }, { exact: '4/1' }, { exact: '0/1' }],
    });
  });

  it('refuses documents of strangers', () => {
    const documents = [...input.documents, { player: 'x', text: '' }];
    expect(outcomeOf({ ...input, documents })).toMatchObject({ path: '/documents/3/player' });
  });
});

describe('imported evidence', () => {
  const secret = new Uint8Array(32).fill(9);
  const key = bytesToHex(ed25519.getPublicKey(secret));
  const statement = {
    document: 'attribution-evidence',
    method: 'influence functions',
    programDigest: 'a'.repeat(64),
    versionDigest: 'b'.repeat(64),
    dataDigest: 'c'.repeat(64),
    issuedAt: '2026-01-01T00:00:00Z',
    values: [
      { player: 'b', value: '0.1', standardError: '0.02' },
      { player: 'a', value: '-2.5' },
    ],
  };
  const input = {
    method: 'imported-evidence',
    players: ['a', 'b'],
    statement,
    signatures: [{ publicKey: key, signature: signDocument(statement, secret) }],
    trustedKeys: [key],
  };

  it('has the values of the statement, in the order of the players', () => {
    expect(outcomeOf(input)).toMatchObject({
      values: [
        { player: 'a', exact: '-5/2' },
        { player: 'b', exact: '1/10' },
      ],
      standardErrors: [null, 0.02],
    });
  });

  it('says nothing of players that are not valued', () => {
    expect(outcomeOf({ ...input, players: ['a', 'b', 'c'] })).toMatchObject({ path: '/players/2' });
  });
});
