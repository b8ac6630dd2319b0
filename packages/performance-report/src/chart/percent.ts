/** `+24 %`, `−18 %`. */
export function percent(effect: number): string {
  return `${effect > 0 ? '+' : '−'}${Math.abs(effect * 100).toFixed(0)} %`;
}
