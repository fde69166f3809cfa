import { markerPath, type SeriesStyle } from '../series-style.js';

/** The sign of one model in the chart, for the table beside it. */
export const Marker = ({ style }: { readonly style: SeriesStyle }) => (
  <svg
    class="marker"
    viewBox="-2 -2 4 4"
    aria-hidden="true"
    style={{ color: `var(${style.colourVariable})` }}
  >
    <path d={markerPath(style.shape)} fill={style.shape === 'cross' ? 'none' : 'currentColor'} />
    {style.shape === 'cross' ? (
      <path d={markerPath(style.shape)} stroke="currentColor" stroke-width=".5" />
    ) : null}
  </svg>
);
