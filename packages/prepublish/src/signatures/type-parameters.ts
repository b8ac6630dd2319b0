import type ts from 'typescript';
import type { Pair, Site, Walk } from './walk.ts';

interface Generic {
  readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined;
}

/** The site inside something generic. Where the parameters are not the same, the compiler cannot be asked about what uses them. */
export function withTypeParameters(walk: Walk, { before, after }: Pair<Generic & ts.Node>, site: Site): Site {
  const [was, is] = [textsOf(walk, before), textsOf(walk, after)];
  if (was.join() === is.join()) return site;
  const added = after.typeParameters?.slice(was.length) ?? [];
  const required = added.find((parameter) => parameter.default === undefined);
  const isType = walk.compiler.isTypeAliasDeclaration(after) || walk.compiler.isInterfaceDeclaration(after);
  if (isType && required)
    walk.tell('loss', `${site.label}: a type argument "${required.name.text}" is required now`, after);
  else if (isType && is.length < was.length) walk.tell('loss', `${site.label} takes fewer type arguments`, after);
  else walk.tell('unknown', `${site.label} has other type parameters`, after);
  return { ...site, isElsewhere: true };
}

function textsOf(walk: Walk, { typeParameters }: Generic): readonly string[] {
  return typeParameters?.map((parameter) => walk.print(parameter)) ?? [];
}
