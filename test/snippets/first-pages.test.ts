import t from 'tap'
import { firstPages, tryPage } from './pages.ts'

for (const name of firstPages) tryPage(t, name)
