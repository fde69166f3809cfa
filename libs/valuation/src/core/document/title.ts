import type { ReportAbout } from './about.js';
import { html, type Markup } from './markup.js';

/** Stands on the document, on every printed sheet, and in its name. */
export const LABEL = 'estimate, not an appraisal';

export const titleText = ({ modelName, versionLabel }: ReportAbout): string =>
  `Valuation of ${modelName} ${versionLabel}: ${LABEL}`;

/** Names come from others: whatever direction they are written in ends with them. */
export const heading = ({ modelName, versionLabel }: ReportAbout): Markup =>
  html` <h1>Valuation of <bdi>${modelName}</bdi> <bdi>${versionLabel}</bdi></h1>`;
