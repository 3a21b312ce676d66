import { redirect } from 'next/navigation';

/** The console starts at the engine history. */
export default function StartPage() {
  redirect('/engine-history');
}
