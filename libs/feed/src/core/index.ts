export { instrumentOf, type PriceTick, type SettledSale, tickOf } from './price-tick.js';
