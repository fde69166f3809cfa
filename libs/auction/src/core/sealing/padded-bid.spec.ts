import * as fc from 'fast-check';
import { assert, type Json } from '#libs/kernel';
import { decodePaddedBid, encodePaddedBid } from './padded-bid.js';
import { filled, withByteFlipped } from './sealing-fixture.js';

const SALT = filled(32, 0xab);
const SALT_HEX = 'ab'.repeat(32);

function padded(bid: Json, size = 256): Uint8Array {
  const bytes = encodePaddedBid({ bid, salt: SALT }, size);
  assert(bytes.ok, 'it fits');
  return bytes.value;
}

/** A plaintext that the encoder never wrote. */
function written(json: string, { length = json.length, size = 256 } = {}): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint16(0, length);
  bytes.set(new TextEncoder().encode(json), 2);
  return bytes;
}

describe('a padded bid', () => {
  it('comes back as it was, whatever it says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (value, salt) => {
        // JSON has one zero.
        const bid = JSON.parse(JSON.stringify(value)) as Json;
        const bytes = encodePaddedBid({ bid, salt }, 16_384);
        fc.pre(bytes.ok);
        assert(bytes.ok, 'it fits');
        expect(bytes.value).toHaveLength(16_384);
        expect(decodePaddedBid(bytes.value)).toEqual({ bid, salt });
      }),
    );
  });

  it('is written out in full: length, canonical JSON, zeros', () => {
    const json = `{"bid":{"a":1,"b":[]},"salt":"${SALT_HEX}"}`;
    expect(padded({ b: [], a: 1 })).toEqual(written(json));
  });

  it('fills its size to the last byte, and not beyond', () => {
    const overhead = 2 + JSON.stringify({ bid: '', salt: SALT_HEX }).length;
    const room = 1_024 - overhead;
    expect(encodePaddedBid({ bid: 'x'.repeat(room), salt: SALT }, 1_024).ok).toBe(true);
    expect(encodePaddedBid({ bid: 'x'.repeat(room + 1), salt: SALT }, 1_024)).toEqual({
      ok: false,
      error: 'bid-too-large',
    });
  });

  it('has one encoding: no other bytes are read', () => {
    const bytes = padded({ priceMinor: '5' });
    for (let at = 0; at < bytes.length; at += 1) {
      const read = decodePaddedBid(withByteFlipped(bytes, at));
      // A letter of the bid or of the salt makes another bid; everything else makes none.
      if (read !== undefined) expect(padded(read.bid).length === 256 && at >= 2).toBe(true);
    }
    expect(decodePaddedBid(withByteFlipped(bytes, 255))).toBeUndefined();
  });

  it.each([
    ['white space', written(`{"bid": 1,"salt":"${SALT_HEX}"}`)],
    ['names out of order', written(`{"salt":"${SALT_HEX}","bid":1}`)],
    ['a number in another spelling', written(`{"bid":1.0,"salt":"${SALT_HEX}"}`)],
    ['a name twice', written(`{"bid":1,"bid":1,"salt":"${SALT_HEX}"}`)],
    ['more fields', written(`{"bid":1,"more":1,"salt":"${SALT_HEX}"}`)],
    ['a salt in capitals', written(`{"bid":1,"salt":"${SALT_HEX.toUpperCase()}"}`)],
    ['a short salt', written('{"bid":1,"salt":"ab"}')],
    ['no salt', written('{"bid":1}')],
    ['no bid', written(`{"salt":"${SALT_HEX}"}`)],
    ['a list', written('[1]')],
    ['no object', written('1')],
    ['null', written('null')],
    ['a length beyond its end', written(`{"bid":1,"salt":"${SALT_HEX}"}`, { length: 60_000 })],
    ['a length of nothing', written(`{"bid":1,"salt":"${SALT_HEX}"}`, { length: 0 })],
    ['nothing at all', new Uint8Array(0)],
    ['bytes that are no text', filled(256, 0xff)],
  ])('is not read from %s', (_what, bytes) => {
    expect(decodePaddedBid(bytes)).toBeUndefined();
  });
});
