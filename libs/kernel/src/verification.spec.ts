import { agreement, fails, FORM, holds, readForm, verificationOf } from './verification.js';

describe('a verification', () => {
  it('is valid when every check holds', () => {
    const checks = [holds('form', 'as it should be'), holds('digest', 'as stated')];
    expect(verificationOf('tick', checks)).toEqual({ valid: true, kind: 'tick', checks });
  });

  it('is not valid when one fails, or when nothing was checked', () => {
    expect(verificationOf('tick', [holds('form', ''), fails('digest', 'another')]).valid).toBe(false);
    expect(verificationOf('tick', []).valid).toBe(false);
  });
});

describe('agreement', () => {
  it('names the first place that differs, with both sides', () => {
    expect(agreement('bids', [{ price: '1' }], [{ price: '2' }])).toEqual({
      name: 'bids',
      ok: false,
      detail: '/0/price: states 1, computed 2',
    });
    expect(agreement('bids', [1], [1])).toEqual({ name: 'bids', ok: true, detail: 'as stated' });
  });

  it('keeps what it shows short', () => {
    expect(agreement('envelope', 'f'.repeat(5_000), 'e').detail.length).toBeLessThan(200);
  });
});

describe('readForm', () => {
  const schema = {
    safeParse: (document: unknown) =>
      document === 1
        ? { success: true as const, data: 1 }
        : {
            success: false as const,
            error: { issues: [{ path: ['a/b', 0], message: 'must be 1' }] },
          },
  };

  it('gives what the schema gives', () => {
    expect(readForm(schema, 1)).toEqual({ ok: true, value: 1 });
  });

  it('makes a failed check of the first issue', () => {
    expect(readForm(schema, 2)).toEqual({
      ok: false,
      error: { name: FORM, ok: false, detail: '/a~1b/0: must be 1' },
    });
  });
});
