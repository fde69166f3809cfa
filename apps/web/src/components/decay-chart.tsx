import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { decayData, nearestSlice } from '../decay-data.js';
import { plotOptions } from '../decay-plot.js';
import type { PlotContent } from '../draw-scores.js';
import type { QualityPoint } from '../valuation-document.js';

type Props = {
  readonly content: PlotContent;
  readonly curve: readonly QualityPoint[];
  readonly description: string;
  readonly onSlice: (slice: string) => void;
};

const heightFor = (width: number): number => (width < 480 ? 260 : 360);

/** Scores with their intervals, and how quality is forecast to go on. The tables below it say the same to those who cannot see it. */
export function DecayChart({ content, curve, description, onSlice }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ content, onSlice });
  latest.current = { content, onSlice };

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const pick = (year: number): void => {
      const slice = nearestSlice(latest.current.content.evidence, year);
      if (slice !== undefined) latest.current.onSlice(slice);
    };
    const width = element.clientWidth;
    const made = new uPlot(
      plotOptions(width, heightFor(width), () => latest.current.content, pick),
      [...decayData(latest.current.content.evidence, curve)],
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: heightFor(element.clientWidth) });
    });
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const recolour = (): void => {
      made.redraw();
    };
    scheme.addEventListener('change', recolour);
    return () => {
      scheme.removeEventListener('change', recolour);
      resized.disconnect();
      made.destroy();
    };
  }, []);

  useEffect(() => {
    plot.current?.setData([...decayData(content.evidence, curve)]);
  }, [content.evidence, curve]);

  useEffect(() => {
    plot.current?.redraw(false);
  }, [content]);

  return <div class="chart" ref={frame} role="img" aria-label={description} />;
}
