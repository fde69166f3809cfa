/**
 * How each listed package is asked, and what its answer means. Loaded by the thread that runs models: of ours it
 * imports only what itself imports nothing.
 */
import type { PackageEntry } from '#core/catalog';
import { languageLabel, UNDETERMINED } from './language-label.js';

export type Classify = (input: string) => string;

interface CrawlerDetectModule {
  readonly Crawler: new () => { isCrawler(userAgent: string): boolean };
}
interface IsbotModule {
  readonly isbot: (userAgent: string) => boolean;
}
/** A CommonJS module, whose exports are the default export of its ECMAScript face. */
interface CommonJs<Exports> {
  readonly default: Exports;
}
interface VaderModule {
  readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): { readonly compound: number } };
}
interface BadWordsModule {
  readonly Filter: new () => { isProfane(text: string): boolean };
}
interface ObscenityModule {
  readonly RegExpMatcher: new (options: object) => { hasMatch(text: string): boolean };
  readonly englishDataset: { build(): object };
  readonly englishRecommendedTransformers: object;
}
interface LanguageDetector {
  setLanguageType(type: 'iso2'): void;
  detect(text: string, limit: number): readonly (readonly [language: string | null, score: number])[];
}

const botOrBrowser = (isBot: boolean): string => (isBot ? 'bot' : 'browser');
const crudeOrPlain = (isCrude: boolean): string => (isCrude ? 'innuendo' : 'plain');

/** Sums of word values are above 0 for praise. At 0 nothing was recognised: then the answer is negative, not none. */
const positiveOrNegative = (score: number): string => (score > 0 ? 'positive' : 'negative');

export const PACKAGE_ENTRIES: Readonly<Record<PackageEntry, (module: unknown) => Classify>> = {
  '@2toad/profanity': (module) => {
    const { profanity } = module as { readonly profanity: { exists(text: string): boolean } };
    return (input) => crudeOrPlain(profanity.exists(input));
  },
  'bad-words': (module) => {
    const filter = new (module as BadWordsModule).Filter();
    return (input) => crudeOrPlain(filter.isProfane(input));
  },
  /** With its largest table of n-grams. */
  eld: (module) => {
    const { eld } = module as { readonly eld: { detect(text: string): { readonly language: string } } };
    return (input) => languageLabel(eld.detect(input).language);
  },
  'es6-crawler-detect': (module) => {
    const crawler = new (module as CrawlerDetectModule).Crawler();
    return (input) => botOrBrowser(crawler.isCrawler(input));
  },
  /** As it comes: texts below ten characters are undetermined. */
  franc: (module) => {
    const { franc } = module as { readonly franc: (text: string) => string };
    return (input) => languageLabel(franc(input));
  },
  isbot: (module) => {
    const { isbot } = module as IsbotModule;
    return (input) => botOrBrowser(isbot(input));
  },
  languagedetect: (module) => {
    const detector = new (module as CommonJs<new () => LanguageDetector>).default();
    detector.setLanguageType('iso2');
    return (input) => languageLabel(detector.detect(input, 1)[0]?.[0] ?? UNDETERMINED);
  },
  'leo-profanity': (module) => {
    const filter = (module as CommonJs<{ check(text: string): boolean }>).default;
    return (input) => crudeOrPlain(filter.check(input));
  },
  obscenity: (module) => {
    const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = module as ObscenityModule;
    const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
    return (input) => crudeOrPlain(matcher.hasMatch(input));
  },
  sentiment: (module) => {
    const analyser = new (
      module as CommonJs<new () => { analyze(text: string): { score: number } }>
    ).default();
    return (input) => positiveOrNegative(analyser.analyze(input).score);
  },
  'spam-detection': (module) => {
    const classifier = (module as CommonJs<{ detect(text: string): string }>).default;
    return (input) => classifier.detect(input);
  },
  tinyld: (module) => {
    const { detect } = module as { readonly detect: (text: string) => string };
    return (input) => languageLabel(detect(input));
  },
  'vader-sentiment': (module) => {
    const { SentimentIntensityAnalyzer: analyser } = (module as CommonJs<VaderModule>).default;
    return (input) => positiveOrNegative(analyser.polarity_scores(input).compound);
  },
  'wink-sentiment': (module) => {
    const analyse = (module as CommonJs<(text: string) => { readonly score: number }>).default;
    return (input) => positiveOrNegative(analyse(input).score);
  },
};
