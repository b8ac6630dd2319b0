/**
 * What trackers' forms ask. Their headings cut one request into answers, not into parts: the same request is told as a problem, a
 * solution and alternatives.
 */

/** Answers that say nothing of what is to be done; of the whole they are only kept. */
const asides =
  /^(?:(?:describe |any )?alternatives?(?: solutions?| considered| you.ve considered)?|(?:additional|more|other) (?:context|informations?|info|notes?|details)|validations?|(?:i have found these )?related(?: issues?)?(?:\s*\/\s*| and )?(?:pull requests?|prs?|issues?)?|related issues?\/pull requests?|(?:feature request|issue|request|bug) types?|type of (?:request|issue|change)|please verify .*|(?:which|what) (?:versions?|browsers?|os)\b.*|environment|system info|your (?:environment|setup|system|versions?)|are you willing to .*|contribut(?:ing|ion)|code of conduct|possible implementation risks?)\W*$/i;
/** Answers that tell the request. */
const tellings =
  /^(?:(?:clear and concise )?description(?: of (?:the )?(?:problem|feature|change|request))?|describe the (?:problem|feature|bug|issue|solution).*|(?:feature |bug |issue )?(?:description|summary|proposal)|(?:what|which) (?:problem|feature|change|is the problem|would you like|do you want).*|is your .*related to a problem.*|(?:which|what) (?:part|area|component|package)s?\b.*|(?:(?:the |possible |suggested |proposed |preferred |desired )?solutions?|(?:the )?(?:suggested|proposed|preferred|desired) (?:implementation|behaviou?r|api|feature|change)s?)(?: .?you.d like)?|problem(?: statement)?|use[ -]cases?|user stor(?:y|ies)|why|rationale|current (?:behaviou?r|state|situation))\W*$/i;
/** Of these, those under which a list may name the parts. */
const solutions = /\b(?:solution|proposal|implementation|changes?|would you like|do you want)\b/i;
/** The label of a kind of issue before its title. */
const kind =
  /^\s*(?:\[[\w -]{2,24}\]|(?:feature(?: request)?|enhancement|proposal|rfc|bug(?: report)?|request|idea|suggestion|task)\s*:)\s*/i;

export function isAside(title: string): boolean {
  return asides.test(title);
}

export function isFormHeading(title: string): boolean {
  return isAside(title) || tellings.test(title);
}

export function isSolution(title: string): boolean {
  return tellings.test(title) && solutions.test(title);
}

/** `[Feature] Late fees` and `Feature request: late fees` are about late fees. */
export function withoutKind(title: string): string {
  return title.replace(kind, '').trim() || title;
}

/** An item that asks for nothing: what the writer confirms, where to read more, a property and its value. */
export function asksForNothing(item: string): boolean {
  const text = item.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '[$1]').trim();
  if (
    /^(?:i(?:['’]ve| have| checked| searched| did| am| confirm| agree)\b|(?:read|follow|followed|check|checked) (?:our|the|that)\b)/i.test(
      text,
    )
  )
    return true;
  if (/^(?:https?:\/\/\S+|#\d+|\[[^\]]*\])(?:\s*(?:[-–—:,]\s*.{0,60})?)$/i.test(text)) return true;
  return /^\*\*[^*]{1,40}(?::\*\*|\*\*:)/.test(text);
}

/** Items that ask for nothing, and all else. */
export function withoutConfirmations(text: string): { readonly text: string; readonly confirmations: string } {
  const [rest, confirmations]: [string[], string[]] = [[], []];
  for (const line of text.split('\n')) {
    const item = /^\s*[-*+]\s+\[[ xX]\]\s+(.*)$/.exec(line)?.[1];
    (item !== undefined && asksForNothing(item) ? confirmations : rest).push(line);
  }
  return { text: rest.join('\n').trim(), confirmations: confirmations.join('\n') };
}

/** How something shall behave is what one part is held against; what shall be there are the parts. */
export function isStatement(item: string): boolean {
  return /\b(?:should|shall|will|would|must|may)\b/i.test(item) || item.split(/\s+/).length > 20;
}
