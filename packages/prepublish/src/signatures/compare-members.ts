import { compareOverloads } from './compare-signatures.ts';
import { compareTypes } from './compare-types.ts';
import { membersOf, type Container, type Member } from './members-of.ts';
import type { Pair, Site, Walk } from './walk.ts';

/** Where the members belong to something that has a name. */
export interface Owner {
  /** Whether it has a member from what it extends; undefined when that is not known. */
  readonly inherits: (name: string) => boolean | undefined;
  /** Whether it had the member before, from what it extended. */
  readonly had: (name: string) => boolean;
}

/** Compares the members of two object types. */
export function compareMembers(
  walk: Walk,
  { before, after }: Pair<readonly Container[]>,
  site: Site,
  owner?: Owner,
): void {
  const [was, is] = [membersOf(walk.compiler, before), membersOf(walk.compiler, after)];
  const [container] = after;
  if (!container) return;
  for (const [name, old] of was) {
    if (!old.isPublic) continue;
    const now = is.get(name);
    const label = labelOf(site.label, old);
    walk.of(old.first, () => {
      if (now?.isPublic === true) compareMember(walk, { before: old, after: now }, { ...site, label });
      else if (now) walk.tell('loss', `${label} is no longer public`, now.first);
      else tellLost(walk, { label, name, container, owner });
    });
  }
  // A class without a constructor has the one of its base.
  for (const [name, member] of is)
    if (member.isPublic && !member.isInternal && !was.has(name)) tellAdded(walk, member, site, owner);
}

interface Lost {
  readonly label: string;
  readonly name: string;
  readonly container: Container;
  readonly owner: Owner | undefined;
}

function tellLost(walk: Walk, { label, name, container, owner }: Lost): void {
  const isInherited = owner?.inherits(name);
  // A constructor that is not declared takes what its base takes.
  if (owner && (isInherited === undefined || name === 'new ()'))
    walk.tell('unknown', `${label} is not declared any more`, container);
  else if (isInherited !== true) walk.tell('loss', `${label} is gone`, container);
}

function tellAdded(walk: Walk, member: Member, { label: of, direction }: Site, owner: Owner | undefined): void {
  const label = labelOf(of, member);
  const { first, isOptional, isAbstract, name } = member;
  if (owner?.had(name) === true) return;
  if (name === 'new ()' && walk.compiler.isConstructorDeclaration(first))
    walk.tell('unknown', `${label} has a constructor of its own now`, first);
  else if (isAbstract) walk.tell('unknown', `${label} has to be implemented by subclasses`, first);
  else if (isOptional || direction === 'out') walk.tell('addition', `${label} is new`, first);
  else if (direction === 'in' && !name.endsWith(')') && !name.startsWith('['))
    walk.tell('break', `${label} is new, and required of users`, first);
  else walk.tell('unknown', `${label} is new, and required of who makes one`, first);
}

function compareMember(walk: Walk, pair: Pair<Member>, site: Site): void {
  const { before, after } = pair;
  const { label, direction } = site;
  if (after.isInternal && !before.isInternal) walk.tell('unknown', `${label} is @internal now`, after.first);
  if (after.isOptional && !before.isOptional && direction !== 'in')
    walk.tell(
      direction === 'out' && !isAny(walk, after) ? 'break' : 'unknown',
      `${label} may be undefined now`,
      after.first,
    );
  if (before.isOptional && !after.isOptional && direction !== 'out')
    walk.tell(direction === 'in' ? 'break' : 'unknown', `${label} is required now`, after.first);
  const areCalled = before.callables.length > 0 && after.callables.length > 0;
  if (areCalled) compareOverloads(walk, { before: before.callables, after: after.callables }, site);
  else if (before.callables.length === after.callables.length)
    compareTypes(walk, { before: before.type, after: after.type }, site);
  else walk.tell('unknown', `${label} is declared in another way`, after.first);
}

/** It could be undefined before, for all that the compiler knew. */
function isAny({ compiler }: Walk, { type, callables }: Member): boolean {
  return callables.length === 0 && (!type || type.kind === compiler.SyntaxKind.AnyKeyword);
}

function labelOf(of: string, { name, callables }: Member): string {
  if (name === '()') return `${of}()`;
  if (name === 'new ()') return `new ${of}()`;
  const called = callables.length > 0 ? '()' : '';
  const isStatic = name.startsWith('static ');
  const plain = isStatic ? name.slice('static '.length) : name;
  return plain.startsWith('[') ? `${of}${plain}${called}` : `${of}.${plain}${called}`;
}
