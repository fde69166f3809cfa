export { instrumentOf, type PriceTick, type SettledSale, tickOf } from './price-tick.js';
export { verifyPriceTick } from './verify-price-tick.js';
