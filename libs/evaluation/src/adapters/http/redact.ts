/** Shorter runs are everywhere; longer ones would let most of a short secret through. */
const RUN_CHARACTERS = 6;

/** Nothing from outside is worth more room than this in an error. */
const EXCERPT_CHARACTERS_MAX = 300;

const MASK = '[secret]';

/**
 * Makes a text from outside fit for an error: cut to 300 characters, without control characters, and without any
 * part of a secret six characters long or longer, as it is or in base64. Endpoints like to quote the key that they
 * refuse, or half of it.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]);
  return (text) => {
    const plain = text.slice(0, EXCERPT_CHARACTERS_MAX).replaceAll(/\p{Cc}+/gu, ' ');
    return mask(plain, secretPositions(plain, hidden));
  };
}

/** For each character whether it belongs to a run that a secret holds too. */
function secretPositions(text: string, hidden: readonly string[]): readonly boolean[] {
  const positions = new Array<boolean>(text.length).fill(false);
  for (const secret of hidden) {
    const run = Math.min(RUN_CHARACTERS, secret.length);
    for (let at = 0; at + run <= text.length; at++)
      if (secret.includes(text.slice(at, at + run))) positions.fill(true, at, at + run);
  }
  return positions;
}

function mask(text: string, positions: readonly boolean[]): string {
  let masked = '';
  for (let at = 0; at < text.length; at++) {
    if (positions[at] !== true) masked += text.charAt(at);
    else if (positions[at - 1] !== true) masked += MASK;
  }
  return masked;
}
