import { css } from './markup.js';

/** Black on white and hatched where others colour: what is printed without colours says the same. */
export const DOCUMENT_STYLE = css`
  :root {
    color-scheme: light;
  }
  * {
    box-sizing: border-box;
  }
  body {
    max-width: 48rem;
    margin: 0 auto;
    padding: 1.5rem;
    background: #fff;
    color: #111;
    font:
      15px/1.45 system-ui,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      sans-serif;
    overflow-wrap: break-word;
  }
  h1 {
    margin: 0 0 0.25rem;
    font-size: 1.6rem;
    line-height: 1.2;
  }
  h2 {
    margin: 2rem 0 0.5rem;
    padding-top: 0.75rem;
    border-top: 1px solid #888;
    font-size: 1.2rem;
  }
  h3 {
    margin: 1.25rem 0 0.35rem;
    font-size: 1rem;
  }
  p,
  ul,
  ol,
  dl,
  figure {
    margin: 0 0 0.75rem;
  }
  a {
    color: inherit;
  }
  .label {
    display: inline-block;
    margin: 0.25rem 0.5rem 0.5rem 0;
    padding: 0.1rem 0.6rem;
    border: 2px solid #111;
    font-weight: 700;
  }
  .notice {
    padding: 0.5rem 0.75rem;
    border-left: 4px solid #111;
  }
  nav ol {
    columns: 2;
    padding-left: 1.5rem;
  }

  table {
    width: 100%;
    margin: 0 0 1rem;
    border-collapse: collapse;
    font-size: 0.85rem;
  }
  caption {
    padding-bottom: 0.25rem;
    color: #444;
    text-align: left;
  }
  th,
  td {
    padding: 0.25rem 0.5rem 0.25rem 0;
    border-bottom: 1px solid #ccc;
    text-align: left;
    vertical-align: baseline;
    font-weight: 400;
  }
  thead th {
    border-bottom-color: #444;
    color: #444;
    vertical-align: bottom;
  }
  tfoot th,
  tfoot td {
    border-top: 1px solid #111;
    border-bottom: 0;
    font-weight: 700;
  }
  .figure {
    text-align: right;
  }
  td.figure,
  dd,
  .money {
    font-variant-numeric: tabular-nums;
  }
  td.figure,
  .money {
    white-space: nowrap;
  }
  th:last-child,
  td:last-child {
    padding-right: 0;
  }
  dl > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1rem;
    padding: 0.2rem 0;
    border-bottom: 1px solid #ccc;
  }
  dt {
    color: #444;
  }
  dd {
    margin: 0 0 0 auto;
    text-align: right;
  }
  code {
    font:
      0.85em/1.4 ui-monospace,
      Menlo,
      Consolas,
      monospace;
    overflow-wrap: anywhere;
  }
  .command {
    display: block;
    margin: 0.25rem 0;
    padding: 0.35rem 0.5rem;
    border: 1px solid #888;
  }
  figcaption {
    color: #444;
    font-size: 0.85rem;
  }

  svg {
    display: block;
    width: 100%;
    height: auto;
    overflow: visible;
  }
  svg text {
    fill: #111;
    font:
      12px system-ui,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      sans-serif;
  }
  svg .tick {
    fill: #444;
    font-size: 11px;
  }
  svg .total {
    font-weight: 700;
  }
  .axis {
    stroke: #111;
    stroke-width: 1;
  }
  .grid {
    stroke: #ccc;
    stroke-width: 1;
  }
  .guide {
    stroke: #888;
    stroke-width: 1;
  }
  .bar {
    stroke: #333;
    stroke-width: 1;
  }
  .paper {
    fill: #fff;
  }
  .hatch {
    stroke: #333;
    stroke-width: 2.5;
  }
  .band {
    fill: #ccc;
  }
  .curve {
    fill: none;
    stroke: #111;
    stroke-width: 2;
  }
  .crossing {
    stroke: #111;
    stroke-width: 5;
  }
  .median {
    fill: #111;
    stroke: #fff;
    stroke-width: 1;
  }
  .range {
    stroke: #111;
    stroke-width: 2;
  }
  .reserve {
    stroke: #111;
    stroke-width: 1.5;
    stroke-dasharray: 3 2;
  }

  @page {
    size: A4;
    margin: 18mm 16mm 20mm;
    @bottom-left {
      content: 'estimate, not an appraisal';
      font-size: 9pt;
    }
    @bottom-right {
      content: counter(page) ' / ' counter(pages);
      font-size: 9pt;
    }
  }
  @media print {
    body {
      max-width: none;
      padding: 0;
      font-size: 10pt;
    }
    nav {
      display: none;
    }
    h2,
    h3,
    caption {
      break-after: avoid;
    }
    thead {
      display: table-header-group;
    }
    tr,
    figure,
    article,
    dl > div,
    li {
      break-inside: avoid;
    }
    * {
      print-color-adjust: exact;
    }
  }
`;
