import type { Confidence } from '@cdev/structured-merge';

const order: readonly Confidence[] = ['certain', 'likely', 'guess'];

/** The least sure of several decisions; none at all is certain. */
export function leastSure(decisions: readonly { readonly confidence: Confidence }[]): Confidence {
  return order[Math.max(0, ...decisions.map(({ confidence }) => order.indexOf(confidence)))] ?? 'guess';
}

/** Whether something is as sure as is wanted, or surer. */
export function isAtLeast(confidence: Confidence, wanted: Confidence): boolean {
  return order.indexOf(confidence) <= order.indexOf(wanted);
}
