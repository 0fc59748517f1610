import t from 'tap'
import { flaws } from './flaws-of-requests.ts'
import { tryFlaws } from './trial.ts'

tryFlaws(t, flaws)
