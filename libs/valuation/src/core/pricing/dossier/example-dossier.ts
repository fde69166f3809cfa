/** The least that a dossier must hold: one domain with its scores and its usage. Made up. */
export const EXAMPLE_DOSSIER = {
  currency: 'EUR',
  valuationDate: '2026-11-21',
  seed: 'example',
  domains: [
    {
      name: 'bot-detection',
      scores: [
        { t: '2025-02-15', score: 0.91, trials: 400 },
        { t: '2025-06-15', score: 0.895, trials: 400 },
        { t: '2025-10-15', score: 0.88, trials: 400 },
        { t: '2026-02-15', score: 0.87, trials: 400 },
        { t: '2026-06-15', score: 0.85, trials: 400 },
        { t: '2026-10-15', score: 0.84, trials: 400 },
      ],
      usage: [
        { month: '2026-03', calls: 410000, revenueMinor: 205000 },
        { month: '2026-04', calls: 402000, revenueMinor: 201000 },
        { month: '2026-05', calls: 391000, revenueMinor: 195500 },
        { month: '2026-06', calls: 377000, revenueMinor: 188500 },
        { month: '2026-07', calls: 370000, revenueMinor: 185000 },
        { month: '2026-08', calls: 352000, revenueMinor: 176000 },
        { month: '2026-09', calls: 347000, revenueMinor: 173500 },
        { month: '2026-10', calls: 340000, revenueMinor: 170000 },
      ],
    },
  ],
  costs: { servePerThousandCallsMinor: 120 },
};
