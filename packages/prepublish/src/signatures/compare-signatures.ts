import type ts from 'typescript';
import { flip } from './change.ts';
import { compareTypes } from './compare-types.ts';
import { withTypeParameters } from './type-parameters.ts';
import { meetReferences } from './references.ts';
import type { Pair, Site, Walk } from './walk.ts';

type Signature = ts.SignatureDeclarationBase & ts.Node;

/** Compares two sets of overloads. */
export function compareOverloads(walk: Walk, { before, after }: Pair<readonly Signature[]>, site: Site): void {
  const now = after.map((node) => ({ node, text: callText(walk, node) }));
  const old = before.map((node) => ({ node, text: callText(walk, node) }));
  for (const { node, text } of old) {
    const same = now.find((each) => each.text === text);
    if (same) meetReferences(walk, { before: node, after: same.node }, site);
  }
  const lost = old.filter(({ text }) => !now.some((each) => each.text === text));
  const gained = now.filter(({ text }) => !old.some((each) => each.text === text));
  const [was, is] = [lost[0]?.node, gained[0]?.node];
  if (was && is && lost.length === 1 && gained.length === 1) compareSignatures(walk, { before: was, after: is }, site);
  else if (was && is) walk.tell('unknown', `${site.label} has other overloads`, is);
  else if (is) walk.tell('addition', `${site.label} can be called in another way`, is);
  // Another overload may take what this one took; which, only the calls themselves would tell.
  else if (was && now[0]) walk.tell('unknown', `${site.label} lost an overload: ${walk.print(was)}`, now[0].node);
}

/** Without the names of parameters, which callers do not see. */
function callText(walk: Walk, node: Signature): string {
  const texts = parametersOf(walk, node).map(({ type, isOptional, isRest }) => {
    return `${isRest ? '...' : ''}${isOptional ? '?' : ''}${type ? walk.print(type) : 'any'}`;
  });
  const generic = node.typeParameters?.map((each) => walk.print(each)).join() ?? '';
  return `<${generic}>(${texts.join()}):${node.type ? walk.print(node.type) : 'any'}`;
}

interface Parameter {
  readonly name: string;
  readonly node: ts.ParameterDeclaration;
  readonly type: ts.TypeNode | undefined;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

function parametersOf({ compiler }: Walk, { parameters }: Signature): readonly Parameter[] {
  return parameters
    .map((node) => ({
      name: compiler.isIdentifier(node.name) ? node.name.text : 'options',
      node,
      type: node.type,
      isOptional: node.questionToken !== undefined || node.initializer !== undefined,
      isRest: node.dotDotDotToken !== undefined,
    }))
    .filter(({ name }) => name !== 'this');
}

/** Compares one signature with one other. */
export function compareSignatures(walk: Walk, pair: Pair<Signature>, site: Site): void {
  const inner = withTypeParameters(walk, pair, site);
  const [was, is] = [parametersOf(walk, pair.before), parametersOf(walk, pair.after)];
  const node = pair.after;
  const isVariadic = [...was, ...is].some(({ isRest }) => isRest);
  if (isVariadic && (was.length !== is.length || was.at(-1)?.isRest !== is.at(-1)?.isRest)) {
    walk.tell('unknown', `${site.label} takes other parameters`, node);
  } else {
    compareCounts(walk, { before: was, after: is }, { site, node });
  }
  for (const [at, before] of was.entries()) {
    const after = is[at];
    if (after && after.isRest === before.isRest)
      compareTypes(
        walk,
        { before: before.type, after: after.type },
        { ...inner, direction: flip(site.direction) },
        `parameter "${after.name}" ${site.direction === 'in' ? 'is' : 'takes'}`,
      );
  }
  const { compiler } = walk;
  const [gave, gives] = [pair.before.type, pair.after.type];
  // What is called for its effect may give anything.
  const isVoid = site.direction === 'in' && gives?.kind === compiler.SyntaxKind.VoidKeyword;
  if (!isVoid) compareTypes(walk, { before: gave, after: gives }, inner, 'returns');
}

interface Called {
  readonly site: Site;
  readonly node: ts.Node;
}

/** How many arguments there must and may be. */
function compareCounts(
  walk: Walk,
  { before, after }: Pair<readonly Parameter[]>,
  { site: { label, direction }, node }: Called,
): void {
  const surely = direction === 'either' ? 'unknown' : 'break';
  const gone = before.slice(after.length).filter(({ isRest }) => !isRest);
  for (const { name } of gone) walk.tell(surely, `${label}: parameter "${name}" is gone`, node);
  for (const [at, { name, isOptional, isRest, node: parameter }] of after.entries()) {
    const old = before[at];
    if (direction === 'in') {
      if (!old) walk.tell('addition', `${label} is given "${name}" too`, parameter);
      else if (isOptional && !old.isOptional) walk.tell('break', `${label} may be called without "${name}"`, parameter);
    } else if (isOptional || isRest) {
      if (!old) walk.tell('addition', `${label} has an optional parameter "${name}"`, parameter);
    } else if (!old) walk.tell(surely, `${label}: a required parameter "${name}" was added`, parameter);
    else if (old.isOptional) walk.tell(surely, `${label}: parameter "${name}" is required now`, parameter);
  }
}
