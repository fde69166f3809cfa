import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from './canonical-json.js';

/** SHA-256 as 64 lower-case hexadecimal digits. Text is taken as UTF-8. */
export const sha256Hex = (data: Uint8Array | string): string =>
  bytesToHex(sha256(typeof data === 'string' ? utf8ToBytes(data) : data));

/** SHA-256 of the RFC 8785 bytes: equal values have equal digests, however they were written. */
export const digestOf = (value: Json): string => sha256Hex(canonicalJson(value));
