import { errors } from './errors.ts';

/** @throws CDEV_E_AGENT_GENERATOR_NUMBER_INVALID unless the value is a whole number of at least 1. */
export function requireCount(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw errors.make('CDEV_E_AGENT_GENERATOR_NUMBER_INVALID', { option, value: String(value) });
}
