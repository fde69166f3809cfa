import type { Trouble } from '../market.js';

/** What went wrong with the last look; what was seen before stays on the page. */
export const TroubleNotice = ({ trouble: { title, detail, requestId } }: { readonly trouble: Trouble }) => (
  <div class="trouble" role="alert" data-testid="trouble">
    <strong>{title}.</strong> {detail} The page keeps trying.
    {requestId === undefined ? null : (
      <>
        {' '}
        Request id: <code>{requestId}</code>
      </>
    )}
  </div>
);
