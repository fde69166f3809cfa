import { assertDefined } from '#libs/kernel';
import { AdaptiveGate, type Permit } from './adaptive-gate.js';

const never = new AbortController().signal;
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const enter = async (gate: AdaptiveGate): Promise<Permit> =>
  assertDefined(await gate.enter(never), 'expected a place');

describe('AdaptiveGate', () => {
  it('lets in as many as the limit, and the next as soon as one leaves, in order', async () => {
    const gate = new AdaptiveGate({ start: 2, max: 2 });
    const first = await enter(gate);
    await enter(gate);
    const inside: string[] = [];
    void gate.enter(never).then(() => inside.push('third'));
    void gate.enter(never).then(() => inside.push('fourth'));
    await tick();
    expect(inside).toEqual([]);
    gate.leave(first, { kind: 'failed' });
    await tick();
    expect(inside).toEqual(['third']);
  });

  it('lets nobody in whose signal came first, and forgets them', async () => {
    const gate = new AdaptiveGate({ start: 1, max: 1 });
    const permit = await enter(gate);
    const abort = new AbortController();
    const waiting = gate.enter(abort.signal);
    const next = gate.enter(never);
    abort.abort();
    expect(await waiting).toBeUndefined();
    expect(await gate.enter(AbortSignal.abort())).toBeUndefined();
    gate.leave(permit, { kind: 'failed' });
    expect(await next).toBeDefined();
  });

  it('lets nobody in during a pause', async () => {
    const gate = new AdaptiveGate({ start: 4, max: 4 });
    gate.pause(50);
    let isInside = false;
    const entering = gate.enter(never).then(() => (isInside = true));
    await tick();
    expect(isInside).toBe(false);
    await entering;
    expect(isInside).toBe(true);
  });

  it('is idle only when nobody is inside, waits or is kept out', async () => {
    const gate = new AdaptiveGate({ start: 1, max: 1 });
    expect(gate.isIdle).toBe(true);
    const permit = await enter(gate);
    expect(gate.isIdle).toBe(false);
    gate.leave(permit, { kind: 'answered', latencyMicros: 5 });
    expect(gate.isIdle).toBe(true);
    gate.pause(60_000);
    expect(gate.isIdle).toBe(false);
  });

  it('admits fewer after an overload', async () => {
    const gate = new AdaptiveGate({ start: 4, max: 4 });
    gate.leave(await enter(gate), { kind: 'overloaded' });
    expect(gate.limit).toBe(2);
  });
});
