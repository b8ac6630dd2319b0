import { errors } from './errors.ts';

/** @throws CDEV_E_REVIEW_ERRORS_DATE_INVALID */
export function parseDate(option: string, value: string | undefined): Date | undefined {
  if (value === undefined || value === '') return undefined;
  const date = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value)
    ? new Date(value)
    : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) throw errors.make('CDEV_E_REVIEW_ERRORS_DATE_INVALID', { option, value });
  return date;
}
