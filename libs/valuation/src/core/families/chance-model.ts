import type { RowModel } from '../fitting/expression-evaluator.js';
import { at } from '../fitting/row.js';

/** Quality above chance: g + (1 − g) u for a model of skill u. */
export function chanceModel(skill: RowModel, chanceLevel: number): RowModel {
  const share = 1 - chanceLevel;
  const values = new Float64Array(skill.rowCount);
  return {
    ...skill,
    valuesAt: (parameters) => {
      const skills = skill.valuesAt(parameters);
      for (let i = 0; i < values.length; i++) values[i] = chanceLevel + share * at(skills, i);
      return values;
    },
    derivatives: () => {
      const columns = skill.derivatives();
      for (const column of columns) for (let i = 0; i < column.length; i++) column[i] = share * at(column, i);
      return columns;
    },
  };
}
