import { exchangeRoutes } from '../exchange/exchange-routes.ts'
import type { WebPart } from './web-part.ts'

/** Every part of the web face beside the contract and the page. */
export const webParts: readonly WebPart[] = [exchangeRoutes]
