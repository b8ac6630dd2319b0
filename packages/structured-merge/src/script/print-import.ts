import { placeAdditions } from '../tree/order-entries.ts';
import type { BlockItem } from './import-block.ts';
import type { Binding } from './import-statement.ts';

const braces = /\{[^{}]*\}/;

/** Longest line that is not broken when no other import of the file is longer. */
const shortLine = 80;

export interface ImportPrint {
  /** The statement whose writing is kept. */
  readonly model: BlockItem;
  /** The other side's statement of the same module. */
  readonly other: BlockItem | undefined;
  /** The base's one. */
  readonly base: BlockItem | undefined;
  readonly bindings: readonly Binding[];
  /** Length of the longest import line of the file. */
  readonly longest: number;
  /** Whether the file sorts the names in its braces. */
  readonly isSorted: boolean;
}

/** Writes a statement with other names than its model has; `undefined` when the model cannot take them. */
export function printImport({ model, other, base, bindings, longest, isSorted }: ImportPrint): string | undefined {
  // A side that alone put the names into another order decides it.
  const reorders = (item: BlockItem | undefined): boolean =>
    item !== undefined && base !== undefined && !keepsOrder(base, item);
  const isReordered = reorders(other) && !reorders(model);
  const decidesOrder = reorders(model) && !reorders(other);
  // Of two ways to write the same, the one that can take further names wins.
  const isOpener = model.isRigid && other?.isRigid === false && other.text !== base?.text;
  if (isOpener && other.source === model.source && sameNames(other.bindings, bindings)) return other.text;
  if (!isReordered && sameNames(model.bindings, bindings)) return model.text;
  if (!decidesOrder && other?.source === model.source && sameNames(other.bindings, bindings)) return other.text;
  if (model.isRigid) return undefined;
  const whole = bindings.filter(isWhole);
  const [lead, follow] = isReordered && other !== undefined ? [other, model] : [model, other];
  const named = ordered(lead, follow, { bindings: bindings.filter((binding) => !isWhole(binding)), isSorted });
  if (/\/[/*]/.test(model.text.replace(/(['"]).*?\1/g, ''))) return undefined;
  const oneLine = compose(model, whole, named.length === 0 ? '' : spaced(model, named));
  if (oneLine === undefined) return undefined;
  const broken = [model, other].some((item) => braces.exec(item?.text ?? '')?.[0].includes('\n'));
  if (named.length === 0 || (!broken && oneLine.length <= Math.max(shortLine, longest))) return oneLine;
  return compose(model, whole, brokenLines(model, other, named));
}

const isWhole = ({ imported, local }: Binding): boolean =>
  imported === '*' || (imported === 'default' && local !== 'default');

/** Whether two lists bind the same names, in whatever order. */
export function sameNames(one: readonly Binding[], other: readonly Binding[]): boolean {
  const keys = (bindings: readonly Binding[]): string =>
    bindings
      .map(({ imported, local, isType }) => `${imported} ${local} ${isType}`)
      .sort()
      .join();
  return keys(one) === keys(other);
}

function keepsOrder(base: BlockItem, side: BlockItem): boolean {
  const places = side.bindings
    .map(({ local }) => base.bindings.findIndex((binding) => binding.local === local))
    .filter((place) => place >= 0);
  return places.every((place, index) => index === 0 || (places[index - 1] as number) < place);
}

function ordered(
  model: BlockItem,
  other: BlockItem | undefined,
  { bindings, isSorted }: Pick<ImportPrint, 'bindings' | 'isSorted'>,
): Binding[] {
  const keyed = (list: readonly Binding[]): (Binding & { key: string })[] =>
    list.map((binding) => ({ ...binding, key: binding.local }));
  const own = new Set(model.bindings.map(({ local }) => local));
  const kept = model.bindings.flatMap(({ local }) => keyed(bindings).filter(({ key }) => key === local));
  const additions = keyed(bindings).filter(({ key }) => !own.has(key));
  return placeAdditions(kept, additions, keyed(other?.bindings ?? bindings), { isSorted });
}

function specifier(model: BlockItem, { imported, local, isType }: Binding): string {
  const type = isType && !model.typeOnly ? 'type ' : '';
  if (imported === local) return type + local;
  return model.form === 'require' ? `${imported}: ${local}` : `${type}${imported} as ${local}`;
}

function spaced(model: BlockItem, named: readonly Binding[]): string {
  const space = /\{\S/.test(model.text) ? '' : ' ';
  return `{${space}${named.map((binding) => specifier(model, binding)).join(', ')}${space}}`;
}

function brokenLines(model: BlockItem, other: BlockItem | undefined, named: readonly Binding[]): string {
  const sample = [model, other]
    .map((item) => braces.exec(item?.text ?? '')?.[0] ?? '')
    .find((text) => text.includes('\n'));
  const indent = /\n(?<indent>[ \t]+)/.exec(sample ?? '')?.groups?.['indent'] ?? '  ';
  const comma = sample === undefined || /,\s*\}$/.test(sample) ? ',' : '';
  return `{\n${named.map((binding) => indent + specifier(model, binding)).join(',\n')}${comma}\n}`;
}

function compose(model: BlockItem, whole: readonly Binding[], names: string): string | undefined {
  const modelWhole = model.bindings.filter(isWhole);
  if (sameNames(whole, modelWhole) && names !== '' && braces.test(model.text))
    return model.text.replace(braces, () => names);
  const from = /\bfrom\s*['"][\s\S]*$/.exec(model.text)?.[0];
  if (model.form !== 'import' || from === undefined || whole.length > 1) return undefined;
  const parts = [...whole.map(({ imported, local }) => (imported === '*' ? `* as ${local}` : local)), names];
  return `import ${model.typeOnly ? 'type ' : ''}${parts.filter((part) => part !== '').join(', ')} ${from}`;
}
