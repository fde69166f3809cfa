import { readUtilityTable } from './utility-table.js';

const PAIR = { '': 0, a: 1, b: 2, 'a,b': 4 };

const read = (players: readonly string[], utilities: Readonly<Record<string, number>>) =>
  readUtilityTable(players, Object.entries(utilities));

const faultOf = (players: readonly string[], utilities: Readonly<Record<string, number>>) => {
  const table = read(players, utilities);
  return table.ok ? 'none' : table.error;
};

describe('readUtilityTable', () => {
  it('orders utilities by the bits of their coalition', () => {
    expect(read(['a', 'b'], PAIR)).toEqual({ ok: true, value: [0, 1, 2, 4] });
    expect(read(['b', 'a'], PAIR)).toEqual({ ok: true, value: [0, 2, 1, 4] });
  });

  it('takes names in the order of the players too: p2 before p10', () => {
    const players = ['p2', 'p10'];
    const table = { '': 0, p2: 1, p10: 2 };
    expect(read(players, { ...table, 'p2,p10': 3 })).toEqual({ ok: true, value: [0, 1, 2, 3] });
    expect(read(players, { ...table, 'p10,p2': 3 })).toEqual({ ok: true, value: [0, 1, 2, 3] });
    expect(faultOf(players, { ...table, 'p2,p10': 3, 'p10,p2': 3 })).toMatchObject({
      code: 'coalition-duplicate',
    });
  });

  it('names the smallest coalition that is missing', () => {
    const { a: _a, 'a,b': _ab, ...holes } = PAIR;
    expect(faultOf(['a', 'b'], holes)).toEqual({ code: 'coalition-missing', coalition: 'a' });
    expect(faultOf(['b', 'a'], { '': 0, a: 1, b: 2 })).toEqual({
      code: 'coalition-missing',
      coalition: 'a,b',
    });
    expect(faultOf(['a'], { a: 1 })).toEqual({ code: 'coalition-missing', coalition: '' });
  });

  it.each([
    ['b,a', 'coalition-unsorted'],
    ['a,a', 'coalition-unsorted'],
    ['a,c', 'player-unknown'],
    ['a,', 'player-unknown'],
    [' a', 'player-unknown'],
  ])('refuses the coalition %j', (coalition, code) => {
    expect(faultOf(['a', 'b'], { ...PAIR, [coalition]: 1 })).toEqual({ code, coalition });
  });

  it('is for at most twenty players', () => {
    const players = Array.from({ length: 21 }, (_, index) => `p${String(index)}`);
    expect(faultOf(players, {})).toEqual({ code: 'too-many-players' });
  });
});
