import type ts from 'typescript';
import type { PackageTarball } from '@cdev/package-tarball';
import type { ChangeKind, Direction } from './change.ts';
import { openWorld, placeOf, type DeclarationWorld } from './declaration-world.ts';
import { referencesIn, symbolOf } from './references.ts';
import type { Question, Walk } from './walk.ts';

/** How a type of the new version relates to what was there before. */
type Relation = 'same' | 'narrower' | 'grown' | 'wider' | 'other' | 'unknown';

const marker = '__beforeAndAfter';

/**
 * Tells the changes that the questions come to. Each becomes a function in the file of the new declaration, that has the old text and the
 * new one as its parameters: there both are read with the same names, so that a class is not another one for having been published twice.
 */
export function askCompiler(walk: Walk, tarball: PackageTarball, roots: readonly string[]): void {
  const asked = walk.questions.filter((question) => {
    if (isAskable(walk, question)) return true;
    judge(walk, question, 'unknown');
    return false;
  });
  if (asked.length === 0) return;
  const world = openWorld(walk.compiler, tarball, roots, textsWith(walk, asked));
  const found = probesIn(walk, world, new Set(asked.map(({ after }) => placeOf(after).file)));
  for (const [at, question] of asked.entries()) {
    const probe = found.get(at);
    const relation = probe ? relationOf(walk, world, question, probe) : 'unknown';
    judge(walk, question, relation);
  }
}

/** `this` and the value behind `typeof` have no meaning elsewhere, and generated names (`Foo$1`) mean another thing in each build. */
function isAskable({ compiler, print }: Walk, { before, after, site }: Question): boolean {
  if (site.isElsewhere === true) return false;
  const text = `${print(before)} ${print(after)}`;
  return (
    !/\$\d+\b|\bthis\b|\btypeof\b|\bunique symbol\b/.test(text) &&
    !compiler.isTypePredicateNode(before) &&
    !compiler.isTypePredicateNode(after)
  );
}

function textsWith(walk: Walk, questions: readonly Question[]): ReadonlyMap<string, string> {
  const inserts = questions.map(({ before, after }, at) => {
    const source = after.getSourceFile();
    const block = enclosingBlock(walk, after);
    const text = `\ndeclare function ${marker}${at}${genericsOf(walk, after)}(before: ${walk.print(before)}, after: ${walk.print(after)}): void;\n`;
    return { source, position: block ? block.end - 1 : source.end, text };
  });
  return new Map(
    [...Map.groupBy(inserts, ({ source }) => source)].map(([source, own]) => {
      const text = own
        .toSorted((a, b) => b.position - a.position)
        .reduce(
          (whole, { position, text: insert }) => whole.slice(0, position) + insert + whole.slice(position),
          source.text,
        );
      return [source.fileName.replace(/^\/package\//, ''), text];
    }),
  );
}

function enclosingBlock({ compiler }: Walk, node: ts.Node): ts.ModuleBlock | undefined {
  return compiler.findAncestor(node, compiler.isModuleBlock);
}

/** The type parameters that a node sees, as those of a function. */
function genericsOf(walk: Walk, node: ts.Node): string {
  const seen = new Map<string, string>();
  for (let at: ts.Node = node; !walk.compiler.isSourceFile(at); at = at.parent) {
    const own = (at as { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> }).typeParameters ?? [];
    for (const { name, constraint } of own)
      if (!seen.has(name.text))
        seen.set(name.text, constraint ? `${name.text} extends ${walk.print(constraint)}` : name.text);
  }
  return seen.size === 0 ? '' : `<${[...seen.values()].toReversed().join(', ')}>`;
}

function probesIn(
  { compiler }: Walk,
  world: DeclarationWorld,
  files: ReadonlySet<string>,
): ReadonlyMap<number, ts.FunctionDeclaration> {
  const found = new Map<number, ts.FunctionDeclaration>();
  const visit = (node: ts.Node): void => {
    if (compiler.isFunctionDeclaration(node) && node.name?.text.startsWith(marker) === true)
      found.set(Number(node.name.text.slice(marker.length)), node);
    else if (compiler.isSourceFile(node) || compiler.isModuleDeclaration(node) || compiler.isModuleBlock(node))
      compiler.forEachChild(node, visit);
  };
  for (const file of files) {
    const source = world.source(file);
    if (source) visit(source);
  }
  return found;
}

function relationOf(
  walk: Walk,
  world: DeclarationWorld,
  { before, site }: Question,
  { parameters }: ts.FunctionDeclaration,
): Relation {
  const [was, is] = [parameters[0]?.type, parameters[1]?.type];
  if (!was || !is || !isResolved(walk, world, was) || !isResolved(walk, world, is)) return 'unknown';
  if (!meansTheSame(walk, world, before, was)) return 'unknown';
  const { checker } = world;
  const [old, now] = [checker.getTypeFromTypeNode(was), checker.getTypeFromTypeNode(is)];
  const { Any } = walk.compiler.TypeFlags;
  if (now.flags & Any) return old.flags & Any ? 'same' : site.direction === 'out' ? 'same' : 'wider';
  if (old.flags & Any) return site.direction === 'out' ? 'same' : 'unknown';
  const [widens, narrows] = [checker.isTypeAssignableTo(old, now), checker.isTypeAssignableTo(now, old)];
  if (widens && narrows) return 'same';
  // That the compiler does not see a relation for every type argument does not mean that there is none for those that users give; and
  // one number or text for another is what counters and versions are.
  if (isGeneric(walk, world, was) || isGeneric(walk, world, is) || (old.isLiteral() && now.isLiteral()))
    return 'unknown';
  if (narrows) return 'narrower';
  if (!widens) return 'other';
  return isGrown(walk, old, now) || holdsGrown(walk, world, old, now) ? 'grown' : 'wider';
}

function isGeneric({ compiler }: Walk, world: DeclarationWorld, type: ts.TypeNode): boolean {
  return referencesIn(compiler, type, 'out').some(
    ({ node }) => ((symbolOf(world, node)?.flags ?? 0) & compiler.SymbolFlags.TypeParameter) !== 0,
  );
}

/** Everything that a type is made of is known, however deep: what has to do with a package that is not here is any to the compiler. */
function isResolved(walk: Walk, world: DeclarationWorld, type: ts.Node, seen = new Set<ts.Symbol>()): boolean {
  return referencesIn(walk.compiler, type, 'out').every(({ node }) => {
    const symbol = symbolOf(world, node);
    if (!symbol) return false;
    if (seen.has(symbol) || !world.isOwn(symbol)) return true;
    seen.add(symbol);
    return (symbol.declarations ?? []).every((declaration) => isResolved(walk, world, declaration, seen));
  });
}

/** The old names, read in the new file, are those of the old file. */
function meansTheSame(walk: Walk, world: DeclarationWorld, before: ts.TypeNode, probe: ts.TypeNode): boolean {
  const now = referencesIn(walk.compiler, probe, 'out');
  return referencesIn(walk.compiler, before, 'out').every(({ node, name }, at) => {
    const [old, own] = [symbolOf(walk.before, node), now[at]];
    const found = own && own.name.replaceAll(/\s/g, '') === name.replaceAll(/\s/g, '') && symbolOf(world, own.node);
    return (
      old !== undefined &&
      found !== undefined &&
      found !== false &&
      old.name === found.name &&
      walk.before.isOwn(old) === world.isOwn(found)
    );
  });
}

/** Another member of a union of at least two: what users read may be one thing more, and was one of several before. */
function isGrown({ compiler }: Walk, old: ts.Type, now: ts.Type): boolean {
  const nothing = compiler.TypeFlags.Undefined | compiler.TypeFlags.Null | compiler.TypeFlags.Unknown;
  if (!old.isUnion() || !now.isUnion() || old.flags & compiler.TypeFlags.Boolean) return false;
  return !now.types.some((type) => type.flags & nothing && !old.types.includes(type));
}

/** The same container of the standard library, with more cases in what it holds: `Set<"a" | "b">`. */
function holdsGrown(walk: Walk, { checker, isOwn }: DeclarationWorld, old: ts.Type, now: ts.Type): boolean {
  const container = old.getSymbol();
  if (!container || container !== now.getSymbol() || isOwn(container)) return false;
  const [was, is] = [old, now].map((type) => checker.getTypeArguments(type as ts.TypeReference));
  if (!was || !is || was.length !== is.length) return false;
  return was.every((type, at) => {
    const other = is[at] as ts.Type;
    return type === other || isGrown(walk, type, other);
  });
}

function judge(walk: Walk, question: Question, relation: Relation): void {
  const { site, after, owner, tag } = question;
  const kind = kindOf(relation, site.direction);
  if (kind) walk.under(tag, () => walk.tell(kind, sentence(walk, question), after, owner));
}

function kindOf(relation: Relation, direction: Direction): ChangeKind | undefined {
  if (relation === 'same') return undefined;
  if (relation === 'unknown') return 'unknown';
  if (relation === 'other') return 'break';
  if (direction === 'either') return 'unknown';
  if (relation === 'narrower') return direction === 'in' ? 'break' : undefined;
  if (direction === 'in') return 'addition';
  return relation === 'grown' ? 'growth' : 'break';
}

function sentence(walk: Walk, { before, after, site, verb }: Question): string {
  return `${site.label}${verb.startsWith('parameter') ? ':' : ''} ${verb} ${cut(walk.print(after))}, was ${cut(walk.print(before))}`;
}

function cut(text: string): string {
  return text.length <= 70 ? text : `${text.slice(0, 69)}…`;
}
