import { truncateText, xmlText } from '@cdev/core/cli';
import type { DeploymentPlan } from '@cdev/deployment-plan';

const [boxWidth, boxHeight, gapX, gapY, margin] = [220, 44, 60, 20, 20];
const longestLabel = 30;

interface Box {
  readonly id: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

/** The dependency graph as a picture that needs no other program: who waits for nobody stands left, who waits for them to the right. */
export function svg({ agents, base, title }: DeploymentPlan): string {
  const columns = new Map<string, number>();
  const columnOf = (id: string, above: ReadonlySet<string>): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    const on = (agents.find((agent) => agent.id === id)?.dependsOn ?? []).filter((other) => !above.has(other));
    const column = 1 + Math.max(0, ...on.map((other) => columnOf(other, new Set([...above, id]))));
    columns.set(id, column);
    return column;
  };
  const rows = new Map<number, number>();
  const boxes = agents.map(({ id, title: name, owns }): Box => {
    const column = columnOf(id, new Set());
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { id, label: `${shortened(name)} (${owns.length})`, ...placeOf(column, row) };
  });
  const start: Box = { id: '', label: shortened(base.branch), ...placeOf(0, 0) };
  const boxOf = (id: string): Box => boxes.find((box) => box.id === id) ?? start;
  const lines = agents.flatMap(({ id, dependsOn }) =>
    (dependsOn.length === 0 ? [start] : dependsOn.map(boxOf)).map((from) => lineText(from, boxOf(id))),
  );
  const [columnCount, rowCount] = [1 + Math.max(0, ...columns.values()), Math.max(1, ...rows.values())];
  const width = 2 * margin + columnCount * (boxWidth + gapX) - gapX;
  const height = 2 * margin + rowCount * (boxHeight + gapY) - gapY;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${xmlText(title)}</title>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
    ...lines,
    ...[start, ...boxes].map(boxText),
    '</svg>',
    '',
  ].join('\n');
}

function placeOf(column: number, row: number): { x: number; y: number } {
  return { x: margin + column * (boxWidth + gapX), y: margin + row * (boxHeight + gapY) };
}

function boxText({ id, label, x, y }: Box): string {
  const fill = id === '' ? '#eee' : '#f5f8ff';
  return [
    `<g><title>${xmlText(id === '' ? label : id)}</title>`,
    `<rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="6" fill="${fill}" stroke="#555"/>`,
    `<text x="${x + boxWidth / 2}" y="${y + boxHeight / 2 + 4}" text-anchor="middle" fill="#222">${xmlText(label)}</text></g>`,
  ].join('');
}

function lineText(from: Box, to: Box): string {
  const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2];
  const middle = (x1 + x2) / 2;
  return `<path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" fill="none" stroke="#555" marker-end="url(#end)"/>`;
}

function shortened(text: string): string {
  return truncateText(text, longestLabel);
}
