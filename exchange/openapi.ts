import type { AnyContractRouter } from '@orpc/contract'
import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'

/** A contract as OpenAPI 3.1, for callers that are no screen of ours; the text beside it is `docs/api.md`. */
export async function openApiDocument(contract: AnyContractRouter, title: string, version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: {
      title,
      version,
      description: '每个方法都是一次 POST，正文和回答都是 JSON；令牌放在 Authorization: Bearer 头里。详见 docs/api.md。',
    },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  })
}
