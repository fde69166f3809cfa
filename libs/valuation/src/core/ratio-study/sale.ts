/** An estimate that was made before the sale, and the price that the sale then realised, in one currency. */
export interface Sale {
  /** 0 or more. */
  readonly estimate: number;
  /** Above 0. */
  readonly price: number;
}

export const ratioOf = ({ estimate, price }: Sale): number => estimate / price;

/** Distance of the estimate from the price, as a share of the price. */
export const absolutePercentageError = (sale: Sale): number => Math.abs(ratioOf(sale) - 1);
