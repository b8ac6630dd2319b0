import { alignColumns, type Page } from '@cdev/core/cli';
import type { CostGroup, CostsResult } from '../costs/spawn-costs.ts';

export function costsText({ groups, total, unreadable }: CostsResult, { style }: Page): string {
  const missing = unreadable.map(({ plan, reason }) => `  ${style.bad('✗')} ${plan} is not in it: ${reason}`);
  if (groups.length === 0) return ['No agent has been at work', ...missing, ''].join('\n');
  const row = ({ name, attempts, tokens, cost }: CostGroup): string[] => [
    name,
    `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
    tokens === 0 ? '' : `${tokens.toLocaleString('en')} tokens`,
    dollars(cost),
  ];
  const sum = groups.length === 1 ? [] : [{ name: 'all of it', ...total }];
  const rows = [...groups, ...sum].map(row);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  // Amounts stand under each other by their last digit.
  const aligned = rows.map((cells) =>
    cells.map((cell, column) => (column === 0 ? cell : cell.padStart(widths[column] ?? 0))),
  );
  const unpriced =
    total.unpricedTokens === 0
      ? []
      : [
          `  ${style.warning('!')} ${total.unpricedTokens.toLocaleString('en')} tokens are without a price: their assistant tells none, so it cost more than that`,
        ];
  return [...alignColumns(aligned, '  '), ...unpriced, ...missing, ''].join('\n');
}

const dollars = (cost: number): string => (cost === 0 ? '' : `$${cost.toFixed(cost < 1 ? 3 : 2)}`);
