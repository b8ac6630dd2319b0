import type ts from 'typescript';
import { compareMembers, type Owner } from './compare-members.ts';
import { compareOverloads } from './compare-signatures.ts';
import { compareTypes } from './compare-types.ts';
import type { DeclarationWorld } from './declaration-world.ts';
import type { Container } from './members-of.ts';
import { meetReferences, symbolOf } from './references.ts';
import { withTypeParameters } from './type-parameters.ts';
import { unstableTag } from './unstable.ts';
import type { Pair, Site, Walk } from './walk.ts';

/** Compares all that is declared under one name, which may be several things at once. */
export function compareSymbols(walk: Walk, pair: Pair<ts.Symbol>, site: Site): void {
  walk.of(taggedOf(walk, pair.before), () => compareDeclared(walk, pair, site));
}

/** The first declaration of several that says something of its stability, as the first overload may. */
function taggedOf({ compiler }: Walk, { declarations = [] }: ts.Symbol): ts.Node | undefined {
  return declarations.find((node) => unstableTag(compiler, node) !== undefined);
}

function compareDeclared(walk: Walk, pair: Pair<ts.Symbol>, site: Site): void {
  const { compiler } = walk;
  const of = <Node extends ts.Declaration>(is: (node: ts.Node) => node is Node): Pair<readonly Node[]> => ({
    before: pair.before.declarations?.filter((node): node is Node => is(node)) ?? [],
    after: pair.after.declarations?.filter((node): node is Node => is(node)) ?? [],
  });
  const kinds = [
    of(compiler.isFunctionDeclaration),
    of(compiler.isVariableDeclaration),
    of(compiler.isClassDeclaration),
    of(compiler.isInterfaceDeclaration),
    of(compiler.isTypeAliasDeclaration),
    of(compiler.isEnumDeclaration),
    of(compiler.isModuleDeclaration),
  ];
  const [node] = pair.after.declarations ?? [];
  if (!node) return;
  if (kinds.some(({ before, after }) => before.length > 0 && after.length === 0)) {
    walk.tell('unknown', `${site.label} is declared in another way`, node);
    return;
  }
  compareFunctions(walk, of(compiler.isFunctionDeclaration), site);
  compareVariables(walk, of(compiler.isVariableDeclaration), site);
  compareObjects(walk, pair, of(compiler.isClassDeclaration), site);
  compareObjects(walk, pair, of(compiler.isInterfaceDeclaration), site);
  compareAliases(walk, of(compiler.isTypeAliasDeclaration), site);
  compareEnums(walk, of(compiler.isEnumDeclaration), site);
  if (of(compiler.isModuleDeclaration).before.length > 0) compareExports(walk, pair, `${site.label}.`);
}

/** Lets what two modules or namespaces export meet, by name; what users read of them goes out. */
export function compareExports(walk: Walk, { before, after }: Pair<ts.Symbol>, prefix = ''): void {
  const { SymbolFlags } = walk.compiler;
  const old = new Map(walk.before.checker.getExportsOfModule(before).map((symbol) => [symbol.name, symbol]));
  const pairs = walk.after.checker.getExportsOfModule(after).flatMap((symbol) => {
    const [was, is] = [walk.before.resolve(old.get(symbol.name)), walk.after.resolve(symbol)];
    return was && is && symbol.name !== 'prototype' ? [{ name: symbol.name, before: was, after: is }] : [];
  });
  const node = after.declarations?.[0];
  if (prefix !== '' && node) {
    const known = new Set(walk.after.checker.getExportsOfModule(after).map(({ name }) => name));
    for (const [name, was] of old)
      if (!known.has(name)) walk.of(taggedOf(walk, was), () => walk.tell('loss', `${prefix}${name} is gone`, node));
  }
  for (const { name, ...pair } of pairs) {
    const isValue = (pair.after.flags & SymbolFlags.Value) !== 0;
    const label = name === 'default' ? pair.after.name : `${prefix}${name}`;
    if (isValue) walk.meet(pair, { label, direction: 'out' });
    else walk.meetByName(pair, label);
  }
}

function compareFunctions(walk: Walk, { before, after }: Pair<readonly ts.FunctionDeclaration[]>, site: Site): void {
  if (before.length > 0) compareOverloads(walk, { before, after }, { ...site, label: `${site.label}()` });
}

function compareVariables(walk: Walk, pair: Pair<readonly ts.VariableDeclaration[]>, site: Site): void {
  const [was, is] = [pair.before[0], pair.after[0]];
  if (!was || !is) return;
  const isCalled = is.type !== undefined && walk.compiler.isFunctionTypeNode(is.type);
  const label = isCalled ? `${site.label}()` : site.label;
  const literals = [was, is].map(({ initializer }) => initializer && walk.print(initializer));
  if (literals[0] !== literals[1]) walk.tell('unknown', `${label} has another value`, is);
  else compareTypes(walk, { before: was.type, after: is.type }, { ...site, label });
}

type Declared = (ts.ClassLikeDeclaration | ts.InterfaceDeclaration) & Container;

function compareObjects(
  walk: Walk,
  symbols: Pair<ts.Symbol>,
  { before, after }: Pair<readonly Declared[]>,
  site: Site,
): void {
  const [was, is] = [before[0], after[0]];
  if (!was || !is) return;
  const { compiler } = walk;
  const isAbstract = (node: Declared): boolean =>
    (compiler.getCombinedModifierFlags(node) & compiler.ModifierFlags.Abstract) !== 0;
  if (isAbstract(is) && !isAbstract(was)) walk.tell('loss', `${site.label} is abstract now`, is);
  const inner = withTypeParameters(walk, { before: was, after: is }, site);
  for (const [at, clause] of (was.heritageClauses ?? []).entries()) {
    const now = is.heritageClauses?.[at];
    if (now) meetReferences(walk, { before: clause, after: now }, inner);
  }
  const owner = ownerOf(walk, symbols, after);
  compareMembers(walk, { before, after }, inner, owner);
  compareBases(walk, { before: was, after: is }, site);
}

function ownerOf(walk: Walk, { before, after }: Pair<ts.Symbol>, declarations: readonly Declared[]): Owner {
  const isWhole = declarations.every((node) => hasKnownBases(walk, node, 0));
  const inherits = (name: string): boolean | undefined => {
    if (hasMember(walk.after, after, name)) return true;
    // The compiler is asked for named members of instances only; others may come from a base.
    const isOther = name.startsWith('static ') || name.startsWith('[') || name === '()';
    if (isOther && declarations.some(({ heritageClauses }) => heritageClauses !== undefined)) return undefined;
    return isWhole ? false : undefined;
  };
  return { inherits, had: (name) => hasMember(walk.before, before, name) };
}

function hasMember({ checker }: DeclarationWorld, symbol: ts.Symbol, name: string): boolean {
  return checker.getPropertyOfType(checker.getDeclaredTypeOfSymbol(symbol), name) !== undefined;
}

/** Everything that it extends is declared in the package or the standard library. */
function hasKnownBases(walk: Walk, node: Declared, depth: number): boolean {
  const { compiler, after } = walk;
  const bases = (node.heritageClauses ?? []).flatMap(({ types, token }) =>
    token === compiler.SyntaxKind.ExtendsKeyword ? [...types] : [],
  );
  return bases.every(({ expression }) => {
    const base = symbolOf(after, expression);
    const declared = base?.declarations ?? [];
    if (declared.length === 0 || depth > 10) return false;
    return declared
      .filter((each): each is Declared => compiler.isClassDeclaration(each) || compiler.isInterfaceDeclaration(each))
      .every((each) => hasKnownBases(walk, each, depth + 1));
  });
}

/** What it extends no longer; the members that went with it are not looked for. */
function compareBases(walk: Walk, { before, after }: Pair<Declared>, { label }: Site): void {
  const texts = (node: Declared): string => node.heritageClauses?.map((clause) => walk.print(clause)).join() ?? '';
  if (texts(before) !== '' && texts(before) !== texts(after))
    walk.tell('unknown', `${label} extends something else`, after);
}

function compareAliases(walk: Walk, pair: Pair<readonly ts.TypeAliasDeclaration[]>, site: Site): void {
  const [was, is] = [pair.before[0], pair.after[0]];
  if (!was || !is) return;
  const inner = withTypeParameters(walk, { before: was, after: is }, site);
  compareTypes(walk, { before: was.type, after: is.type }, inner);
}

function compareEnums(walk: Walk, { before, after }: Pair<readonly ts.EnumDeclaration[]>, { label }: Site): void {
  const valuesOf = (nodes: readonly ts.EnumDeclaration[]) =>
    new Map(
      nodes
        .flatMap(({ members }) => [...members])
        .map((member) => [
          member.name.getText(),
          { member, value: member.initializer ? walk.print(member.initializer) : '' },
        ]),
    );
  const [was, is] = [valuesOf(before), valuesOf(after)];
  const [node] = after;
  if (!node) return;
  for (const [name, { member, value }] of was) {
    const now = is.get(name);
    if (now === undefined) walk.of(member, () => walk.tell('loss', `${label}.${name} is gone`, node));
    else if (now.value !== value) walk.tell('unknown', `${label}.${name} has another value`, node);
  }
  for (const name of is.keys())
    if (!was.has(name) && before.length > 0) walk.tell('addition', `${label}.${name} is new`, node);
}
