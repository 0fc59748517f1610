import t from 'tap'
import { laterPages, tryPage } from './pages.ts'

for (const name of laterPages) tryPage(t, name)
