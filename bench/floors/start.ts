import Database from 'better-sqlite3'
import fastify from 'fastify'

/** Floor S, what a start is compared with: Fastify imported, and a database open in memory. */
const database = new Database(':memory:')
console.log(`floor ready on nothing: ${typeof fastify}, ${database.open}`)
