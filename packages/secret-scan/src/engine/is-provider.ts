/** What the name of a provider is written together with: `stripekey`, `slackbot`. */
const ending =
  /^(?:acc|admin|api|app|auth|bearer|bot|bucket|client|cloud|conf|conn|consumer|cred|db|dev|dsn|env|gl|hook|id|io|js|key|live|login|mail|merchant|messag|node|oauth|old|org|pass|php|prod|priv|project|pub|pw|read|rest|root|s(?![a-z])|sandbox|sdk|search|sec|server|service|sign|smtp|sms|staging|store|test|tok|url|user|web|write)/i;

/** Whether one of the names that ends at `end` is a word of its own, or is followed by what belongs to it: `Payum` is not PayU. */
export function isProvider(names: readonly string[], text: string, end: number): boolean {
  const isThere = names.some((name) => text.slice(end - name.length, end).toLowerCase() === name);
  const after = text.slice(end, end + 12);
  // What is looked at may begin behind it.
  if (!isThere || !/^[A-Za-z]/.test(after) || ending.test(after)) return true;
  return /[^A-Z]/.test(text.charAt(end - 1)) && /^[A-Z]/.test(after);
}
