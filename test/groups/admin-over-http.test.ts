import { runGroup } from './run-group.ts'

await runGroup('admin-over-http')
