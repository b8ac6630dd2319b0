import { bare, child, children, fieldOf, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';

interface FieldOfObject {
  /** Where the object is declared. */
  readonly declared: Node;
  /** What the field can be. */
  readonly values: readonly Node[];
}

/** The field of an object that is made in this file, with what it is made with and given later; undefined when it may be anything that is in the object. */
export function fieldOfObject(file: SourceFile, member: Node, object: Node): FieldOfObject | undefined {
  const name = fieldOf(member);
  const inner = bare(object);
  const binding = inner.type === 'Identifier' ? file.resolve(inner['name'] as string, inner) : undefined;
  if (name === undefined || binding?.kind !== 'variable' || binding.path.length > 0) return undefined;
  const given = (binding.fields ?? []).filter((field) => field.name === name).map(({ value }) => value);
  const [made, ...others] = binding.values;
  const properties = made && others.length === 0 ? children(bare(made), 'properties') : [];
  const isKnown = properties.length > 0 && properties.every((each) => keyOf(each) !== undefined);
  if (!isKnown) return given.length === 0 ? undefined : { declared: binding.node, values: [...given, inner] };
  const own = properties.filter((each) => keyOf(each) === name).flatMap((each) => child(each, 'value') ?? []);
  return { declared: binding.node, values: [...given, ...own] };
}

/** The name of a property; undefined of what is calculated or spread. */
function keyOf(property: Node): string | undefined {
  const key = child(property, 'key');
  if (property['computed'] === true) return literalText(key);
  return nameOf(key) ?? (key && `${key['value'] as string | number}`);
}
