const heading =
  /^(?:#{1,6}\s+|\*\*)?(?:acceptance(?: criteria)?|criteria|definition of done|done when|it is done when)\b[^\n]*$/im;
const item = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/;

/** The acceptance criteria in a text: task list items wherever they stand, and list items under a heading or line that says so. */
export function readCriteria(text: string): string[] {
  const criteria: string[] = [];
  let isUnderHeading = false;
  for (const line of text.split('\n')) {
    const isTask = /^\s*[-*+]\s+\[[ xX]\]\s+/.test(line);
    const content = item.exec(line)?.[1]?.trim();
    if (heading.test(line) && (content === undefined || line.trimEnd().endsWith(':'))) isUnderHeading = true;
    else if (content !== undefined && (isTask || isUnderHeading)) criteria.push(content);
    else if (criteria.length > 0 && isUnderHeading && /^\s{2,}\S/.test(line))
      criteria.push(`${criteria.pop()} ${line.trim()}`);
    else if (line.trim() !== '' && content === undefined) isUnderHeading = false;
  }
  return criteria;
}
