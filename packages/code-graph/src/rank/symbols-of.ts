const declaration =
  /\b(?:function\*?|class|interface|type|enum|namespace|module|def|defp|fn|func|fun|struct|trait|impl|protocol|object)\s+([A-Za-z_$][\w$]*)|^func\s+\([^)]*\)\s*([A-Za-z_]\w*)|(?:exports|prototype|module\.exports)\.([A-Za-z_$][\w$]*)\s*=|\b(?:const|let|var|val)\s+([A-Za-z_$][\w$]*)\s*[=:]|^[ \t]+(?:(?:public|private|protected|internal|static|final|async|get|set|readonly|override|virtual)\s+)*(?:[\w<>[\],.?]+\s+)?([A-Za-z_$][\w$]*)\s*\([^)\n]*\)\s*(?::[^{;\n]+)?\{/gm;
const keywords = new Set(
  'if for while switch catch return function else do try with synchronized using lock foreach new'.split(' '),
);

/** Names that a text of any common language declares: functions, classes, types, methods, constants. By their look, not by parsing. */
export function symbolsOf(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, ...groups] of text.matchAll(declaration)) {
    const name = groups.find((group) => group !== undefined);
    if (name !== undefined && !keywords.has(name)) names.add(name);
  }
  return names;
}
