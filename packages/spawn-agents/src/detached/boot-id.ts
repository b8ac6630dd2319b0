import { readFileSync } from 'node:fs';

/** Tells this start of the machine from every other; '' where the system does not (it is Linux alone that does). proc_sys_kernel(5). */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
