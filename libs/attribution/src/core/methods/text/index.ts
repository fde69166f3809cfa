export { type Corpus, CORPUS_WORDS_MAX, type CorpusText, indexCorpus } from './corpus.js';
export {
  ngramProvenance,
  type Provenance,
  type ProvenanceRule,
  type ProvenanceSpan,
} from './ngram-provenance.js';
export { wordsOf } from './words.js';
