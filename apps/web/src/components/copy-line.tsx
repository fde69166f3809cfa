import { useState } from 'preact/hooks';

/** A line for a terminal. Browsers give the clipboard to secure pages only; elsewhere it can be selected. */
export function CopyLine({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <p class="copy-line">
      <code>{text}</code>
      {isSecureContext ? (
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
      ) : null}
      <span role="status">{isCopied ? 'copied' : ''}</span>
    </p>
  );
}
