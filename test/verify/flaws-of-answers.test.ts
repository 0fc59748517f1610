import t from 'tap'
import { flaws } from './flaws-of-answers.ts'
import { tryFlaws } from './trial.ts'

tryFlaws(t, flaws)
