import { asId, type Id, sha256Hex } from '#libs/kernel';

/** An API key as its holder keeps it: which key it is, and the secret that proves it. */
export type ApiKeyText = { readonly id: Id<'apiKey'>; readonly secret: string };

const API_KEY =
  /^salvor_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** `salvor_<id>_<256 random bits in base64url>`: a prefix that secret scanners can look for. */
export const formatApiKey = ({ id, secret }: ApiKeyText): string =>
  `salvor_${id.replaceAll('-', '')}_${secret}`;

/** The inverse of {@link formatApiKey}; undefined for anything else. */
export function parseApiKey(text: string): ApiKeyText | undefined {
  const match = API_KEY.exec(text);
  const secret = match?.[6];
  if (match === null || secret === undefined) return undefined;
  return { id: asId('apiKey', match.slice(1, 6).join('-')), secret };
}

/** What is kept of a secret. It has 256 bits of entropy, so one SHA-256 is as hard to invert as a slow hash. */
export const hashSecret = (secret: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(sha256Hex(secret), 'hex'));
