import t from 'tap'
import { flaws } from './flaws-of-failures.ts'
import { tryFlaws } from './trial.ts'

tryFlaws(t, flaws)
