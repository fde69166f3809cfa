import { scoreboard, scoreboardDocument } from '#core/valuation';
import { asCurrency, asId } from '#libs/kernel';
import type { AuctionDetail } from './auction-view.js';
import type { Contender, Market, Run, Sale, Tick, Valuation, Version } from './market-view.js';

/** A market for tests: one part after the other can be set, all others are those of an empty one. */
export const marketOf = (parts: Partial<Market> = {}): Market => ({
  contenders: [],
  hasMoreModels: false,
  domains: [],
  edges: { domains: [], versions: [], next: null },
  valuedModels: [],
  scoreboard: scoreboardDocument(scoreboard([], 'empty')),
  priced: undefined,
  sale: undefined,
  otherAuctions: [],
  tick: undefined,
  asOf: new Date('2026-11-21T12:00:00Z'),
  ...parts,
});

const DIGEST = '0'.repeat(64);
export const LONG_AGO = new Date('2026-11-20T12:00:00Z');

export const versionOf = (parts: Partial<Version> = {}): Version => ({
  id: asId('version', 'v1'),
  modelId: asId('model', 'm1'),
  modelName: 'detector',
  label: '1.0',
  rootDigest: DIGEST,
  fileCount: 1,
  adapter: { kind: 'constant', label: 'bot' },
  createdAt: LONG_AGO,
  ...parts,
});

export const contenderOf = (parts: Partial<Contender> = {}): Contender => ({
  version: versionOf(),
  runs: [],
  valuations: [],
  ...parts,
});

export const runOf = (parts: Partial<Run> = {}): Run => ({
  id: asId('run', 'r1'),
  versionId: asId('version', 'v1'),
  modelName: 'detector',
  versionLabel: '1.0',
  domain: 'bots',
  domainVersion: 1,
  split: 'public',
  repeats: 1,
  usesCache: true,
  budget: null,
  due: null,
  state: 'completed',
  reason: null,
  queuedAt: LONG_AGO,
  startedAt: LONG_AGO,
  finishedAt: LONG_AGO,
  progress: {
    chunks: { total: 0, completed: 0 },
    samples: { total: 0, answered: 0, cached: 0 },
    answersPerSecond: 0,
    spent: { calls: 0, timeMs: 0, cost: null },
  },
  slices: [],
  transitions: [],
  ...parts,
});

export const valuationOf = (parts: Partial<Valuation> = {}): Valuation => ({
  id: asId('valuation', 'w1'),
  versionId: asId('version', 'v1'),
  domains: ['bots'],
  currency: asCurrency('EUR'),
  valuationDate: '2026-11-20',
  state: 'completed',
  refusal: null,
  stale: null,
  dossierDigest: DIGEST,
  documentDigest: DIGEST,
  values: null,
  rights: null,
  runIds: [],
  queuedAt: LONG_AGO,
  startedAt: LONG_AGO,
  finishedAt: LONG_AGO,
  ...parts,
});

/** Only what the page's logic reads of an auction. */
export const saleOf = (state: AuctionDetail['state'], auctionId = 'auc_1'): Sale => ({
  detail: { state, announcement: { auctionId }, transitions: [{ at: LONG_AGO }] } as unknown as AuctionDetail,
  closing: undefined,
  book: undefined,
  soldLots: [],
  settlement: undefined,
});

export const tickOf = (auctionId: string): Tick =>
  ({ tick: { sequence: '7', auctionId } }) as unknown as Tick;
